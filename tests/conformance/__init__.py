"""What every engine must do on a real cluster: `make conformance ENGINE=<name>`. Nothing here knows any of them."""

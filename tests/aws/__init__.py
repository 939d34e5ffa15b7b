"""AWS as far as one machine shows it: the functions under Lambda's runtime interface, moto's server, queue, pipe and task."""

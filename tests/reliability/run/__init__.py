"""A shop with a thousand orders and buyers who go on buying, through all of a store's life: docs/reliability.md."""

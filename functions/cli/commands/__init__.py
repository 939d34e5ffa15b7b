"""The commands, a module per noun. None talks HTTP by itself."""

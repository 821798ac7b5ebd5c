"""Pages of rumours: the board, one rumour with its moves, telling of one, merging, splitting."""

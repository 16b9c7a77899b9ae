"""What an import keeps: its job, its staged rows, corrections and its undo journal."""

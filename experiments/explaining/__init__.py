"""What `why` writes, draws and says."""

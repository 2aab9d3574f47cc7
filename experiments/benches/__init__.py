"""What the bench measures beside single raids: sweeps, and the boundary design against a full grid."""

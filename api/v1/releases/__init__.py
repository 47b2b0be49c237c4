"""What people let the program pass on about them (C4): listed, recorded and taken back, as on the pages."""

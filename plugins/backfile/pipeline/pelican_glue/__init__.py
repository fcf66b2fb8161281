"""Where Pelican is met: its signals, generators and log on one side, our functions on the other."""

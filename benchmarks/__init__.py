"""What Backfile costs, measured so that anyone can repeat it: `invoke bench`."""

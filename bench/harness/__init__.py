"""What `./dev bench` consists of: a module for each group of rows."""

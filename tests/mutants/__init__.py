"""Changes one token of a module at a time, and sees whether the tests notice: `make mutants`."""

"""Items written by gatherings, a module for each idea: importing one loads no other."""

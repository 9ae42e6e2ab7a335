"""What people do with surveys, a module for each: pairs are asked, those of a gathering, answers, results."""

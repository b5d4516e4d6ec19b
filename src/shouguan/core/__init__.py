"""What every other room builds on: errors, files, periods, catalogue, cumulative algebra."""

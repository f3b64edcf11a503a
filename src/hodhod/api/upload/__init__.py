"""upload.*: parts of files coming in, pieces of files going out."""

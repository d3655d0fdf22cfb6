"""Data governance: a side's rows as text, counted, held against standards, searched for duplicates, merged."""

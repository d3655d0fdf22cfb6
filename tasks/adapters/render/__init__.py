"""What people see: charts, tables and reports, rendered from recorded facts in Chinese or English."""

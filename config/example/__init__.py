"""The example company: a hardware manufacturer that introduces CRM, then ERP; all of it is made up."""

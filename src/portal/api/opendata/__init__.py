"""Every published annual report as files that anybody may take whole."""

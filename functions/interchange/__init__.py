"""The one file format of imports and exports: tables, columns, vocabulary, cells, workbooks."""

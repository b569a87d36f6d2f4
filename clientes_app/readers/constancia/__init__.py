"""The Constancia de Situación Fiscal: a PDF of the SAT, from its bytes to what it says."""

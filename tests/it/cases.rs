//! Case folders: an inbox and what must come out.

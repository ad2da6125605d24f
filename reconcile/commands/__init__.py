"""The commands, a module for each thing that they are about; heavy modules are imported inside them."""

"""The merged TL schema table: how it is read (`parser`) and how it is made (`sources`, `merge`, `make_table`)."""

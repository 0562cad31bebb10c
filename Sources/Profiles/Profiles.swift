// Profiles: text -> checked profile: grammar, lookup in the folders, inheritance.

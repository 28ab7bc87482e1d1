package enum WorkspaceModule {}

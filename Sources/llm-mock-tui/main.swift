import ArgumentParser

TUICommand.main()

package enum LLMMockBrowserStub {}

package enum LLMMockTUIStub {}

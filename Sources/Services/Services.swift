// Services: Scanner, Splitter, Worker, Merger and Coordinator, each on its own thread.

// Node: puts the services together and owns their start and stop order.

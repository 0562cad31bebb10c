import CommandLine

/// Short ways to write command lines in tests.
func parse(_ line: String, table: CommandTable = .standard) throws -> Invocation {
    try parse(line.split(separator: " ").map { Array($0.utf8) }, table: table)
}

func parse(_ arguments: [[UInt8]], table: CommandTable = .standard) throws -> Invocation {
    try Parser.parse(arguments, table: table)
}

let everything = CommandTable.standard

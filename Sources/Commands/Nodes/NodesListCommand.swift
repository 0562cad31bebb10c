internal import CommandLine
internal import Model

/// `reelmill nodes ls`
enum NodesListCommand {
    private struct Body: Encodable {
        let nodes: [NodeLine]
        let coordinator: CoordinatorStatus?
        let troubles: [String]
    }

    static func run(_ context: Context) throws -> ExitCode {
        let status = try StatusCommand.status(try OpenSpool(context))
        if context.invocation[GlobalFlags.json] {
            let body = Body(
                nodes: status.nodes,
                coordinator: status.coordinator,
                troubles: status.troubles
            )
            let document = Document(schema: "\(Product.name).nodes/1", body: body)
            try context.console.print(JSONText.line(document))
            return .done
        }
        for trouble in status.troubles { context.console.note(Shown.line(trouble)) }
        let table = NodesText.table(status.nodes)
        try context.console.print(table.isEmpty ? "no node runs\n" : table.text())
        return .done
    }
}

/// `reelmill nodes show`
enum NodesShowCommand {
    private struct Body: Encodable { let nodes: [NodeLine] }

    static func run(_ context: Context) throws -> ExitCode {
        let status = try StatusCommand.status(try OpenSpool(context))
        guard let word = context.invocation[NodesTable.node] else { return .usage }
        let nodes = try NodeSelection(nodes: status.nodes).nodes(word)
        if context.invocation[GlobalFlags.json] {
            let document = Document(schema: "\(Product.name).node/1", body: Body(nodes: nodes))
            try context.console.print(JSONText.line(document))
        } else {
            try context.console.print(nodes.map(NodesText.full).joined(separator: "\n"))
        }
        return .done
    }
}

/// Why tasks came back for what was over as soon as they had: no reason why they wait now.
enum ReturnReason {
    static let unwanted = "nobody wants it any more"
    static let paused = "the job is paused"
    static let closed = "it is outside of its hours"
    static func stops(_ node: String) -> String { "\(node) stops" }

    static func isPast(_ reason: String, of node: String) -> Bool {
        [unwanted, paused, closed, stops(node)].contains(reason)
    }
}

/// A file or a directory of the simulated server.
final class Inode {
    let number: Int
    let isDirectory: Bool
    /// Where a directory is; for a file where its first name was, which nobody asks for.
    var parent: Inode?
    var name: String
    var entries: [String: Inode] = [:]
    /// Kept until the next change of the entries.
    private var sortedNames: [String]?
    /// Counts the changes of a directory's entries.
    private(set) var version = 0

    var content: [UInt8] = []
    /// What a power cut leaves of the content.
    var durable: [UInt8] = []
    /// Names that a file has; a directory has one until it is removed.
    var links = 1

    init(number: Int, isDirectory: Bool, parent: Inode?, name: String) {
        self.number = number
        self.isDirectory = isDirectory
        self.parent = parent
        self.name = name
    }

    func set(_ name: String, _ inode: Inode?) {
        entries[name] = inode
        sortedNames = nil
        version += 1
    }

    /// A change that leaves the entries as they are.
    func change() { version += 1 }

    var names: [String] {
        if let sortedNames { return sortedNames }
        let names = entries.keys.sorted()
        sortedNames = names
        return names
    }

    /// From the root, such as `jobs/film_0123456789abcdef/tasks/queue`.
    var path: String {
        guard let parent, !parent.name.isEmpty else { return name }
        return parent.path + "/" + name
    }
}

/// What the structure of a file says of its end.
enum Ending: Hashable {
    /// Everything that the file speaks of is there.
    case whole
    /// The format says nothing of its length, or this is a format we do not know.
    case untold
    /// The file speaks of this many bytes, more than it has.
    case before(Int64)
    /// What is written last, or first and filled in last, is not there.
    case unfinished(String)
    /// Not proven, but worth a word.
    case doubtful(String)
}

internal import Model
internal import Spool

/// Why a task came to nothing.
enum WorkError: Error {
    case media(MediaFailure)
    case spool(SpoolError)
    /// Its source is not the file that was taken in.
    case sourceChanged(String)
    /// The source cannot be found; whether it was deleted or its volume is away is for the scanner
    /// to find out.
    case sourceMissing
    /// This node's encoder makes other headers than those of the job's first part.
    case foreignHeaders(Pin)
    /// Parts that are not what their logs say.
    case badParts([PartList.Part], String)
    /// A split has waited long enough for others to encode what it has cut.
    case noRoom(String)
    /// Not all parts are there, by a fresh look.
    case partsMissing
}

/// Runs what only throws errors of the spool.
func spooling<Value>(_ body: () throws(SpoolError) -> Value) throws(WorkError) -> Value {
    do throws(SpoolError) { return try body() } catch { throw .spool(error) }
}

/// Runs what only throws errors of the engine.
func engine<Value>(_ body: () throws(MediaFailure) -> Value) throws(WorkError) -> Value {
    do throws(MediaFailure) { return try body() } catch { throw .media(error) }
}

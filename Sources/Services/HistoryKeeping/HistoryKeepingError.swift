public import History
internal import Model
public import Platform
public import Spool

/// Why the history could not be brought up to date. The records in the spool are what counts: with
/// all of these nothing of it is lost.
public enum HistoryKeepingError: Error, Hashable, Sendable {
    case spool(SpoolError)
    case database(HistoryError)
    case storage(SystemError)
}

extension HistoryKeepingError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .spool(let error): "\(error)"
        case .database(let error): "\(error)"
        case .storage(let error): "\(error)"
        }
    }
}

/// Gives errors of the parts their place among those of the whole.
enum Keeping {
    static func spool<Value>(
        _ body: () throws(SpoolError) -> Value
    ) throws(HistoryKeepingError) -> Value {
        do throws(SpoolError) { return try body() } catch { throw .spool(error) }
    }

    static func database<Value>(
        _ body: () throws(HistoryError) -> Value
    ) throws(HistoryKeepingError) -> Value {
        do throws(HistoryError) { return try body() } catch { throw .database(error) }
    }

    static func storage<Value>(
        _ body: () throws(SystemError) -> Value
    ) throws(HistoryKeepingError) -> Value {
        do throws(SystemError) { return try body() } catch { throw .storage(error) }
    }
}

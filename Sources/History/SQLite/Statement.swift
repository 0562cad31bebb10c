internal import CSQLite

/// What a database holds in a column.
enum SQLValue: Hashable {
    case null
    case integer(Int64)
    case text(String)
    case bytes([UInt8])

    init(_ number: Int64?) { self = number.map(SQLValue.integer) ?? .null }
    init(_ text: String?) { self = text.map(SQLValue.text) ?? .null }
    init(_ bytes: [UInt8]?) { self = bytes.map(SQLValue.bytes) ?? .null }
}

/// Owns a prepared statement.
final class Statement {
    private let handle: OpaquePointer

    init(_ handle: OpaquePointer) { self.handle = handle }

    deinit { sqlite3_finalize(handle) }

    func reset() {
        sqlite3_reset(handle)
        sqlite3_clear_bindings(handle)
    }

    func step() -> Int32 { sqlite3_step(handle) }

    func bind(_ values: [SQLValue]) {
        let count = Int(sqlite3_bind_parameter_count(handle))
        precondition(values.count == count, "our bug: \(values.count) values for \(count) marks")
        for (index, value) in values.enumerated() {
            let code = bind(value, at: Int32(index + 1))
            // It refuses places that there are not, and values above 1 GB.
            precondition(code == SQLITE_OK, "our bug: a value cannot be bound (\(code))")
        }
    }

    private func bind(_ value: SQLValue, at place: Int32) -> Int32 {
        switch value {
        case .null: sqlite3_bind_null(handle, place)
        case .integer(let number): sqlite3_bind_int64(handle, place, number)
        case .text(let text):
            // By length: a text may hold a NUL.
            text.utf8.isEmpty
                ? sqlite3_bind_text(handle, place, "", 0, copied)
                : Array(text.utf8).withUnsafeBytes { bytes in
                    sqlite3_bind_text64(
                        handle,
                        place,
                        bytes.assumingMemoryBound(to: CChar.self).baseAddress,
                        UInt64(bytes.count),
                        copied,
                        UInt8(SQLITE_UTF8)
                    )
                }
        case .bytes(let bytes):
            bytes.isEmpty
                ? sqlite3_bind_zeroblob(handle, place, 0)
                : sqlite3_bind_blob64(handle, place, bytes, UInt64(bytes.count), copied)
        }
    }

    // MARK: Columns of the row it stands on, from 0

    func integer(_ column: Int32) -> Int64? {
        isNull(column) ? nil : sqlite3_column_int64(handle, column)
    }

    func text(_ column: Int32) -> String? {
        guard let start = sqlite3_column_text(handle, column) else { return nil }
        let count = Int(sqlite3_column_bytes(handle, column))
        return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }

    func bytes(_ column: Int32) -> [UInt8]? {
        guard !isNull(column) else { return nil }
        guard let start = sqlite3_column_blob(handle, column) else { return [] }
        let count = Int(sqlite3_column_bytes(handle, column))
        return Array(UnsafeRawBufferPointer(start: start, count: count))
    }

    private func isNull(_ column: Int32) -> Bool {
        sqlite3_column_type(handle, column) == SQLITE_NULL
    }
}

/// SQLite copies what is bound, so that it may go away. The macro for it is a cast that Swift
/// cannot import.
private var copied: sqlite3_destructor_type {
    // Safety: SQLITE_TRANSIENT is the value -1 in the place of a function, and is never called.
    unsafeBitCast(-1, to: sqlite3_destructor_type.self)
}

internal import Model

/// Who coordinates. Two who believe it at one time do some work twice, and nothing wrong.
struct Lease: Sendable {
    enum Standing: Hashable, Sendable {
        case leading(term: Int)
        case following(term: Int)
    }

    private var suspicion = Suspicion<Int>()
    private var beat: UInt64 = 0
    private var ownTerm: Int?

    /// Renews it, or takes it from one who is silent.
    ///
    /// - Parameters:
    ///   - isGood: Whether this look says anything of others.
    ///   - isDead: Whether the coordinator is certainly gone.
    mutating func renew(
        _ spool: Spool,
        isGood: Bool,
        isDead: (Holder) throws(SpoolError) -> Bool
    ) throws(SpoolError) -> Standing {
        let terms = try spool.terms()
        guard let highest = terms.max() else { return try take(1, spool) }
        if highest == ownTerm { return try keep(highest, terms, spool) }
        ownTerm = nil
        guard let sign = try spool.access.read(Layout.term(highest)) else {
            return .following(term: highest)
        }
        suspicion.keep(only: [highest])
        let unchanged = suspicion.look(at: highest, sign, isGood: isGood)
        let record = try? RecordCoding.record(TermRecord.self, sign, at: Layout.term(highest))
        let isReleased = record?.isReleased ?? false
        if record?.holder == spool.holder.text, !isReleased {
            // Ours, with the reply lost that said so.
            ownTerm = highest
            return try keep(highest, terms, spool)
        }
        var isFree = isReleased || unchanged >= spool.settings.looksUntilSuspected
        if !isFree, let holder = record.flatMap({ Holder($0.holder) }) {
            isFree = try isDead(holder)
        }
        return isFree ? try take(highest + 1, spool) : .following(term: highest)
    }

    private mutating func keep(
        _ term: Int,
        _ terms: [Int],
        _ spool: Spool
    ) throws(SpoolError) -> Standing {
        beat += 1
        guard try spool.rewriteTerm(term, TermRecord(holder: spool.holder, beat: beat)) else {
            ownTerm = nil
            return .following(term: term)
        }
        for earlier in terms where earlier < term { try spool.removeTerm(earlier) }
        return .leading(term: term)
    }

    /// So that the next one need not wait.
    mutating func release(_ spool: Spool) throws(SpoolError) {
        guard let term = ownTerm else { return }
        ownTerm = nil
        var record = TermRecord(holder: spool.holder, beat: beat + 1)
        record.isReleased = true
        _ = try spool.rewriteTerm(term, record)
    }

    private mutating func take(_ term: Int, _ spool: Spool) throws(SpoolError) -> Standing {
        beat += 1
        let bytes = RecordCoding.padded(
            TermRecord(holder: spool.holder, beat: beat),
            to: TermRecord.bytes
        )
        let found = try spool.publish(bytes, as: Layout.term(term))
        guard found == bytes else { return .following(term: term) }
        ownTerm = term
        spool.tell(.leaderTook, nil, nil, "term \(term)")
        return .leading(term: term)
    }
}

extension Spool {
    func terms() throws(SpoolError) -> [Int] {
        try (access.entries(Layout.leader) ?? []).compactMap { name in
            name.hasPrefix("term.") ? Int(name.dropFirst(5)) : nil
        }
    }

    func rewriteTerm(_ term: Int, _ record: TermRecord) throws(SpoolError) -> Bool {
        try access.rewrite(Layout.term(term), RecordCoding.padded(record, to: TermRecord.bytes))
    }

    func removeTerm(_ term: Int) throws(SpoolError) { try access.remove(Layout.term(term)) }
}

internal import CommandLine
internal import Model
internal import Platform
internal import Spool

/// `reelmill audit`
enum AuditCommand {
    static func run(_ context: Context) throws -> ExitCode {
        let settings = try context.settings().settings
        guard let set = settings[SettingsTable.spool] else {
            throw Failure(
                .invalidConfiguration,
                "no spool is set; --root or --spool says where it is",
                hint: "reelmill help audit"
            )
        }
        let path = context.surroundings.absolute(set)
        // Only what must be: an audit writes nothing, not even to have a listing renewed.
        let traits = VolumeTraits(listingsStayOld: false, isShared: false)
        let volume = DirectoryVolume(root: path, traits: traits)
        try OpenSpool.check(SpoolOpening(of: volume), path)
        let report: AuditReport
        do throws(SystemError) {
            report = try Audit.report(of: volume)
        } catch {
            throw Failure(.temporary, "\(error)")
        }
        if context.invocation[GlobalFlags.json] {
            let document = Document(
                schema: "\(Product.name).audit/1",
                body: AuditBody(report, path)
            )
            try context.console.print(JSONText.line(document))
        } else {
            try context.console.print(AuditText.text(report, of: path))
        }
        return report.isClean ? .done : .failed
    }
}

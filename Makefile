# The only entry for people: `make` lists what there is. The work is done by the scripts in .ci/.

# Warnings are errors by Package.swift; here an import that Package.swift does not declare is one too.
CHECKED := --explicit-target-dependency-import-check error

.PHONY: help demo test model check format bench bench-full fuzz fuzz-profiles stress storm simulate test-nfs test-api test-page test-ladder check-metrics release check-release check-debian13 check-deploy images check-images test-images deb test-deb test-slurm clean

help: ## List what can be made
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' Makefile

demo: ## Build, and let three nodes encode a small tree of films
	@.ci/setup build demo
	@.ci/demo

test: ## Build and run every test
	@.ci/setup build test
	swift build --build-tests $(CHECKED)
	@.ci/test

model: ## Check the protocol of the spool, and that broken ones are found
	@.ci/setup build test
	@.ci/model

check: ## Look for badly formatted and untidy sources
	@.ci/setup build test
	swift format lint --strict --parallel --recursive Package.swift Sources Tests
	swift build --build-tests $(CHECKED)
	swift test --disable-xctest $(CHECKED) --skip-build --filter TidyTests

format: ## Format all sources in place
	swift format --in-place --parallel --recursive Package.swift Sources Tests

bench: ## Measure, in a release build, against ffmpeg: takes minutes
	@.ci/setup build test
	swift run -c release reelmill-bench

bench-full: ## Measure encoding for an hour: a longer and larger film, more often
	@.ci/setup build test
	swift run -c release reelmill-bench --full

fuzz: ## Try 10,000 broken films (FUZZ='--count 500 --seed 7' for others)
	@.ci/setup build test
	swift run reelmill-fuzz $(FUZZ)

fuzz-profiles: ## Read 100,000 broken profiles (FUZZ='--count 500 --seed 7' for others)
	@.ci/setup build test
	swift run -c release reelmill-fuzz profiles --jobs 2 $(FUZZ)

stress: ## Kill and freeze 16 processes on one spool (STRESS='--tasks 500 --kills 50' for less)
	@.ci/setup build test
	swift run -c release reelmill-stress $(STRESS)

storm: ## Kill and freeze whole nodes while they encode (STORM='--films 6 --kills 20' for less)
	@.ci/setup build test
	swift build --product reelmill
	swift run reelmill-storm $(STORM)

simulate: ## Try 10,000 simulated worlds, and every crash point (SEEDS=1000 for others)
	@.ci/setup build
	@.ci/simulate $(SEEDS)

test-nfs: ## Prove the spool on real NFS: kernel server and clients, power cuts, partitions (x86-64)
	@.ci/setup build
	@.ci/nfs-bed $(NFS)

test-page: ## Look at the page with a real browser, on nodes that encode (PAGE=played for no build)
	@.ci/setup build demo
	@.ci/test-page $(PAGE)

test-ladder: ## Play renditions in a real browser, in GStreamer and by ffmpeg (LADDER=DIRECTORY for one)
	@.ci/setup build test
	@.ci/test-ladder $(LADDER)

test-api: ## Ask a node everything its OpenAPI document says (REQUESTS=1000 for less)
	@.ci/setup build test
	@.ci/api

release: ## Make dist/reelmill, one file that needs no Swift to run
	@.ci/setup build
	@.ci/release

check-release: ## Prove that dist/reelmill runs on a machine without Swift
	@.ci/check-release

check-debian13: ## Build and test in a Debian 13 root of its own (as root, takes minutes)
	@.ci/check-debian13

check-metrics: ## Check figures and alerts with promtool
	@.ci/setup build test
	swift build --build-tests $(CHECKED)
	@.ci/check-metrics

check-deploy: ## Check the files for Compose, Swarm and Kubernetes, and that mistakes are found
	@.ci/setup build deploy
	swift build --product reelmill
	@.ci/check-deploy

images: ## Build the images for amd64 and arm64 (docker or podman; IMAGES=amd64 for one)
	@.ci/images $(IMAGES)

check-images: ## Look at the Dockerfiles, and try the images' entrypoint (as root)
	@.ci/check-images

test-images: ## A cluster of containers, amd64 and arm64, one killed in the middle (after make images)
	@.ci/test-images

deb: release ## Make the package for this release of Debian in dist
	@.ci/deb

test-deb: ## Install, run and purge dist/*.deb under a systemd of its own (as root; DEB=FILE for one)
	@.ci/test-deb $(DEB)

test-slurm: ## Encode a film by an array job on a real Slurm (as root)
	@.ci/test-slurm

clean: ## Remove all that was built
	rm -rf .build .build-* dist

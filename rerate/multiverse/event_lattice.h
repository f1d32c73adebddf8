#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "rerate/events/event_study.h"
#include "rerate/events/forward_returns.h"
#include "rerate/multiverse/joint_shifts.h"

namespace rerate {

// Prices whose returns are studied; they live as long as the lattice.
struct LatticeMarket {
  const Series* asset = nullptr;
  const Series* benchmark = nullptr;  // nothing: the asset alone
};

// The options of each choice of an event study. Every combination is one definition. None may be empty.
struct EventLatticeOptions {
  std::vector<const Series*> signals;  // series or vintages of one; they live as long as the lattice
  std::vector<EpisodeRule> rules;      // a rule that contradicts itself (check_rule) gives nothing
  std::vector<Anchor> anchors = {Anchor::extreme};
  std::vector<LatticeMarket> markets;
  std::vector<Horizon> horizons;
  bool horizon_to_come = false;  // of the horizons that are days
  std::vector<std::optional<Date>> from = {std::nullopt}, to = {std::nullopt};
  std::vector<Exclusion> exclusions;  // of every definition; one that matches no episode leaves nothing out
  QuestionPlaces places;              // for errors
};

// One definition: the option of each choice. Definitions are numbered in mixed radix in this order, the
// last turning fastest, so that the definitions of one outcome stand together.
struct EventDefinition {
  std::uint32_t to = 0, from = 0, market = 0, horizon = 0, signal = 0, rule = 0, anchor = 0;
  bool operator==(const EventDefinition&) const = default;
};

// What a definition gives, exactly as run_event_study has it in its main anchored study. The main outcome
// is the relative one with a benchmark, else the asset's. All figures are NaN, and no event is complete,
// where run_event_study refuses: the rule never fires, no window fits, no event is complete, too many
// events for the shift test (outcome_statistics.h); episodes are counted all the same.
struct DefinitionOutcome {
  std::uint64_t definition = 0;
  std::uint64_t pattern = 0;  // hash of the periods at which complete events start; 0 without one
  std::int32_t episodes = 0;  // complete, pending, not yet known
  std::int32_t complete = 0;
  std::int32_t led = 0;    // events with main outcome > 0
  std::int32_t dates = 0;  // T, dates with a complete window: p-values are counts over it
  double mean = 0, median = 0;
  double asset_mean = 0, asset_median = 0;
  double benchmark_mean = 0, benchmark_median = 0;
  double p_mean = 0, p_led = 0;  // NaN too for returns to a fixed day
};

// All that run_event_study gives of a definition, without the intervals (`ci_low`, `ci_high`, the block length and the path).
struct DefinitionStatistics {
  DefinitionOutcome outcome;
  std::int32_t pending = 0, excluded = 0, not_yet_known = 0;
  double n_eff = 0;
  // Null where no event is complete, the last two without a benchmark, too. They hold while they are delivered.
  const OutcomeStatistics *asset = nullptr, *benchmark = nullptr, *relative = nullptr;
  // From the last event's entry to the last price; NaN when there is none, or nothing after it.
  double since_asset = 0, since_benchmark = 0, since_relative = 0;
};

struct LatticeControl {
  std::function<void(std::uint64_t done, std::uint64_t of)> progress;  // after every chunk
  const std::atomic<bool>* stop = nullptr;                             // looked at before every chunk
  // Figures of 4 bytes that are kept for sharing, of episodes and half as many of placements and patterns.
  // Fewer take less memory and more time, and give the same.
  std::size_t most_kept = std::size_t{1} << 26;
};

struct LatticeRun {
  std::uint64_t done = 0;   // definitions delivered, in order: to go on, start from here
  std::uint64_t tests = 0;  // different patterns of events on an outcome that were tested for them
  bool finished = false;
};

// All event studies of a lattice of definitions. Episodes are found once per signal, rule and end date,
// placed once per different list of episodes, anchor, start date and price grid, and tested once per
// different pattern of events and outcome. Memory stays below 2 GiB whatever the lattice (the options
// themselves apart): what is shared is forgotten when it grows too large, and then worked out again.
//
// Results do not depend on the number of threads. Time on one core, for 557 months: about 2 us for a signal
// and a rule that some figure tells from the others, 1.2 us for a different pattern, 0.1 us for a definition.
class EventLattice {
 public:
  // Throws UserError where run_event_study would for whatever rule: frequencies, kinds, prices, and
  // horizons that are no whole number of periods. Asserts options for every choice, at most
  // kMostDefinitions combinations, and at most kMostRules pairs of signal and rule.
  explicit EventLattice(EventLatticeOptions options);
  static constexpr std::uint64_t kMostDefinitions = std::uint64_t{1} << 62;
  static constexpr std::uint64_t kMostRules = 50'000'000;

  const EventLatticeOptions& options() const { return options_; }
  std::uint64_t size() const { return size_; }
  EventDefinition definition(std::uint64_t number) const;
  std::uint64_t number(const EventDefinition& definition) const;

  // Takes some thousand definitions at a time, in order of number, on the calling thread.
  using Sink = std::function<void(std::span<const DefinitionOutcome>)>;
  LatticeRun run(const Sink& sink, const LatticeControl& control = {}) const {
    return run(0, size_, sink, control);
  }
  // Definitions first .. end-1.
  LatticeRun run(std::uint64_t first, std::uint64_t end, const Sink& sink,
                 const LatticeControl& control = {}) const;
  // These, ascending, none twice.
  LatticeRun run(std::span<const std::uint64_t> definitions, const Sink& sink,
                 const LatticeControl& control = {}) const;

  // The same definitions with all of their statistics: several times the work for each different pattern (5 us and more), most
  // of it medians under shifts.
  using StatisticsSink = std::function<void(std::span<const DefinitionStatistics>)>;
  LatticeRun run_statistics(std::span<const std::uint64_t> definitions, const StatisticsSink& sink,
                            const LatticeControl& control = {}) const;

  // The joint test of joint_shifts.h over these definitions: whether their median effect (mean of the main
  // outcome at the events less its mean over all dates) could come from a pattern placed at random. All are
  // looked at over the dates with a complete window in every outcome used. A pattern weighs as many times
  // as definitions give it, or once. Nothing when no definition has an event on a common date, and when the
  // control stops it. Outcomes that have no window are passed over, and returns to a fixed day are too:
  // their windows differ in length. Keeps every different pattern: 100 bytes each or so.
  enum class JointWeights : std::uint8_t { definitions, patterns };
  std::optional<JointShiftTest> joint_test(std::span<const std::uint64_t> definitions, JointWeights weights,
                                           const LatticeControl& control = {}) const;

 private:
  EventLatticeOptions options_;
  std::uint64_t size_ = 0;
};

}  // namespace rerate

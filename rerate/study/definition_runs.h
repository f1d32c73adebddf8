#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "rerate/multiverse/joint_shifts.h"
#include "rerate/multiverse/lattice.h"
#include "rerate/study/figures.h"
#include "rerate/study/study_file.h"

namespace rerate {

struct Section;  // results.h

// What the definitions of a section's lattice give, by figure. Columns run beside `definitions`.
struct NumberColumn {
  std::string name;
  std::vector<double> values;  // NaN: the definition gives none
  std::vector<double> p;       // empty: the number has none
};
struct SetColumn {
  std::string name;
  std::vector<std::uint32_t> sets;                // places in `members`; kNoSet: none
  std::vector<std::vector<std::string>> members;  // of each different set
};

// Joint inference over the definitions, where their events can be moved together.
struct JointInference {
  std::optional<JointShiftTest> shifts;  // median effect and share positive, against all circular shifts
  // Of the study's own definition, corrected for having looked at all of these (Romano and Wolf 2005, stepdown over the same
  // shifts); NaN when it has none.
  double own_adjusted_p = std::numeric_limits<double>::quiet_NaN();
  double best_adjusted_p =
      std::numeric_limits<double>::quiet_NaN();  // of the definition with the largest statistic
  std::uint64_t best = 0;
  bool own_is_best = false;     // the study's own has the events of that one
  std::uint64_t different = 0;  // definitions that the corrected p-values stand for
  std::size_t own_events = 0;   // of the study's own
  std::size_t own_left_out =
      0;  // of them, on dates that not all definitions have: in its statistic, not in the shifts
  std::vector<double> adjusted_p = {};  // of every different pattern of events, ascending
  // Hansen's test (2005) that no definition, followed as a strategy, beats doing nothing; NaN when too many for the machine. Of
  // those whose anchor could have been followed at the time (`confirm`, `known`), or, without any, of all with hindsight.
  double spa_p = std::numeric_limits<double>::quiet_NaN();
  bool spa_hindsight = false;
};

// A run that was stopped. What it had done by then is the beginning of the lattice, no fair picture of the rest.
struct StoppedRun {
  std::uint64_t done = 0, of = 0;  // definitions
};

struct DefinitionRuns {
  Lattice lattice;
  std::vector<std::uint64_t> definitions;  // run, ascending, the study's own among them
  std::size_t own = 0;                     // its place there
  bool whole = true;                       // all of the lattice, not a sample
  std::uint64_t distinct = 0;  // definitions that differ in what they did: different patterns of events
  std::vector<NumberColumn> numbers;
  std::vector<SetColumn> sets;
  JointInference joint;
  std::vector<std::string> warnings;       // options that never give a number, and why the first did not
  std::optional<StoppedRun> stopped = {};  // then only the study's own definition is left

  const NumberColumn* number(std::string_view name) const;
  const SetColumn* set(std::string_view name) const;
};

// A definition that was run: its figures, or why there are none.
struct OneRun {
  Figures figures = {};
  std::string failed = {};
};
using KnownRuns = std::map<std::uint64_t, OneRun>;  // by definition

struct RunLimits {
  std::optional<std::uint64_t> most = {};  // of the command; else the study's, else the kind's own limit
  const std::atomic<bool>* stop = nullptr;
  std::function<void(std::uint64_t done, std::uint64_t of)> progress = {};
  const KnownRuns* known = nullptr;  // definitions that need not be run again; not of event studies
  std::uint64_t ran = 0;             // in all, where what is summed up is a sample of what was run already
};

// Above these, and without `most`, a lattice is refused with its size: what takes a few seconds.
inline constexpr std::uint64_t kMostEventDefinitions = 2'000'000;
inline constexpr std::uint64_t kMostSectionDefinitions = 5'000;

// Runs a section's lattice; event studies by event_lattice.h, all others one definition at a time, in parallel. Deterministic for any
// number of threads. Stopped, it gives the study's own definition alone. Columns are kept for all figures up to a million definitions, above that for the lead and the claimed ones.
// Throws UserError lattice_too_large, choice_own, and what the study's own definition is refused for.
DefinitionRuns run_definitions(const SectionRequest& section, const SectionContext& context,
                               const RunLimits& limits = {});
// The part of event studies (event_definitions.cpp).
DefinitionRuns run_event_definitions(const SectionRequest& section, const SectionContext& context,
                                     const RunLimits& limits);
// What a run leaves that was stopped after `done` of its definitions: the study's own alone.
void keep_own(DefinitionRuns& runs, std::uint64_t done);
// A section without choices: its own definition alone, from its published numbers and sets.
DefinitionRuns own_definition(const Section& section);

}  // namespace rerate

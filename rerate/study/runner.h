#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "rerate/rotation/past_trial.h"
#include "rerate/store/store.h"
#include "rerate/study/definition_runs.h"
#include "rerate/study/plan.h"
#include "rerate/study/results.h"

namespace rerate {

// The plan of a study against a store: one catalogue query. Throws UserError; claims_none for a [[claims]] without any; check_figures.
StudyPlan plan_study(const StudyFile& study, const Store& store);

// Definitions that were run before, by section id, from the ledger of trials.
using PastTrials = std::map<std::string, std::vector<PastTrial>>;

// Runs a planned study. Reads nothing known later than `as_of` (nothing: the study's own, else the
// latest). Sections run in parallel, then the lattices of those with choices one after another, within `limits`, and the
// claims are judged; the result does not depend on the number of threads.
// What it tried is in Results::tried; whoever keeps a ledger adds that to it. Throws UserError; the first by order of sections.
Results run_study(const StudyFile& study, const StudyPlan& plan, const Store& store,
                  std::optional<Date> as_of, const PastTrials& past_trials = {},
                  const RunLimits& limits = {});

// The look-ahead lint, which every evaluated formula passes: no value may have been known only after the
// as-of date. Throws UserError study_look_ahead (RR405) that names the series and the period.
void refuse_look_ahead(const Series& series, const std::string& name, Date as_of, const Place& place);

// What if the newest figures of some series were others? By name of a catalogue series or of a series of the study: the
// newest figure about a period that ended by `until`, and when `published` is asked for first published by then, too.
struct ReplacedFigures {
  std::map<std::string, double> values;
  Date until = kEndOfTime;
  bool published = false;
};

// Computes one planned set of formulas as of a date: by key. The runner and `rerate eval` share it.
struct EvaluatedPlan {
  Date as_of;                           // resolved: the latest known_at read when none was asked for
  SeriesInputs inputs;                  // empty: what only options read, and has no value yet
  std::vector<SeriesReading> readings;  // in the order of plan.entries
};
// `replaced` figures of catalogue series and of series of the study take the place of theirs before anything reads them.
EvaluatedPlan evaluate_plan(const StudyPlan& plan, const Store& store, std::optional<Date> as_of,
                            const ReplacedFigures& replaced = {});

}  // namespace rerate

#pragma once

#include "cli/study_options.h"
#include "rerate/store/trial_ledger.h"
#include "rerate/study/runner.h"

namespace rerate::cli {

// The ledger beside the store, which is not looked at yet.
TrialLedger ledger_of(const DataOptions& options);
PastTrial past_trial_of(const Trial& trial);
// What the ledger calls a study: its file's name without folder.
std::string trial_name(const StudyFile& study);

// What the ledger beside the store remembers of a study's sections. A section that was of another kind then asked something else: such
// rows are left out. Throws UserError trials_unusable for a ledger that cannot be read: a run without it would count too few trials.
PastTrials past_trials(const StudyOptions& options, const StudyFile& study);

// Adds what a run tried, after its results are written. A ledger that cannot be written is told on stderr: the note is good,
// but what was tried for it will not be remembered.
void remember_trials(const StudyOptions& options, const StudyFile& study, const Results& results);

}  // namespace rerate::cli

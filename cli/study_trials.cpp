#include "cli/study_trials.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "rerate/base/utf8.h"
#include "rerate/store/trial_ledger.h"

namespace rerate::cli {
namespace {

TrialLedger ledger_of(const StudyOptions& options) {
  return TrialLedger::open(TrialLedger::beside(store_file(options.data)));
}

std::string name_of(const StudyFile& study) { return study.path.filename().string(); }

bool has_rotation(const StudyFile& study) {
  return std::any_of(study.sections.begin(), study.sections.end(), [](const SectionRequest& section) {
    return std::holds_alternative<RotationRequest>(section.question);
  });
}

std::vector<Trial> trials_of(const StudyFile& study, const Results& results) {
  std::vector<Trial> trials;
  for (const auto& one : results.tried)
    trials.push_back({name_of(study), one.section, one.hash, one.words, today(), results.as_of, one.sharpe,
                      one.mean, one.months});
  return trials;
}

}  // namespace

PastTrials past_trials(const StudyOptions& options, const StudyFile& study) {
  PastTrials past;
  if (!has_rotation(study)) return past;
  for (const auto& trial : ledger_of(options).trials(name_of(study)))
    past[trial.section].push_back({trial.definition, trial.sharpe, trial.months});
  return past;
}

void remember_trials(const StudyOptions& options, const StudyFile& study, const Results& results) {
  if (results.tried.empty()) return;
  try {
    ledger_of(options).add(trials_of(study, results));
  } catch (const UserError& error) {
    const auto text =
        fmt::format("warning: what this run tried is not remembered: {}\n", error.failure().what);
    std::fputs(clean_lines(text).c_str(), stderr);
  }
}

}  // namespace rerate::cli

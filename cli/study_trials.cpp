#include "cli/study_trials.h"

#include <fmt/format.h>

#include <cstdio>
#include <map>

#include "rerate/base/utf8.h"

namespace rerate::cli {
namespace {

std::map<std::string, std::string> kinds_of(const StudyFile& study) {
  std::map<std::string, std::string> kinds;
  for (const auto& section : study.sections) kinds[section.id] = section.kind;
  return kinds;
}

Trial trial_of(const TriedDefinition& tried, const StudyFile& study, const std::string& kind, Date as_of) {
  Trial trial;
  trial.study = trial_name(study);
  trial.section = tried.section;
  trial.kind = kind;
  trial.definition = tried.hash;
  trial.words = tried.words;
  trial.first_run = today();
  trial.as_of = as_of;
  trial.sharpe = tried.sharpe;
  trial.mean = tried.mean;
  trial.months = tried.months;
  trial.figure = tried.figure;
  trial.value = tried.value;
  trial.p = tried.p;
  trial.definitions = tried.definitions;
  trial.lattice = tried.lattice;
  return trial;
}

}  // namespace

TrialLedger ledger_of(const DataOptions& options) {
  return TrialLedger(TrialLedger::beside(store_file(options)));
}

PastTrial past_trial_of(const Trial& trial) {
  return {trial.definition, trial.sharpe, trial.months, trial.definitions, trial.as_of, trial.lattice};
}

std::string trial_name(const StudyFile& study) { return study.path.filename().string(); }

PastTrials past_trials(const StudyOptions& options, const StudyFile& study) {
  PastTrials past;
  const auto kinds = kinds_of(study);
  for (const auto& trial : ledger_of(options.data).trials(trial_name(study))) {
    const auto kind = kinds.find(trial.section);
    if (kind == kinds.end() || kind->second != trial.kind) continue;
    past[trial.section].push_back(past_trial_of(trial));
  }
  return past;
}

void remember_trials(const StudyOptions& options, const StudyFile& study, const Results& results) {
  if (results.tried.empty()) return;
  auto kinds = kinds_of(study);
  std::vector<Trial> trials;
  for (const auto& one : results.tried)
    trials.push_back(trial_of(one, study, kinds[one.section], results.as_of));
  try {
    ledger_of(options.data).add(trials);
  } catch (const UserError& error) {
    const auto text =
        fmt::format("warning: what this run tried is not remembered: {}\n", error.failure().what);
    std::fputs(clean_lines(text).c_str(), stderr);
  }
}

}  // namespace rerate::cli

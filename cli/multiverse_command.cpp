#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <memory>

#include "cli/commands.h"
#include "cli/interruption.h"
#include "cli/multiverse_text.h"
#include "cli/one_section.h"
#include "cli/progress_line.h"
#include "cli/study_options.h"
#include "cli/study_trials.h"
#include "rerate/base/spelling.h"
#include "rerate/base/utf8.h"
#include "rerate/publish/number_format.h"
#include "rerate/publish/results_json.h"
#include "rerate/study/definition_file.h"
#include "rerate/study/price_of_looking.h"

namespace rerate::cli {
namespace {

struct MultiverseOptions : StudyOptions {
  std::string section, parquet;
  std::uint64_t most = 0;
  bool resume = false, json = false, quiet = false;

  std::optional<std::uint64_t> limit() const { return most > 0 ? std::optional(most) : std::nullopt; }
};

// Leaves the section asked for, or the only one that leaves a choice open.
void keep_lattice(StudyFile& study, const std::string& wanted) {
  std::vector<std::string> open, all;
  for (const auto& section : study.sections) {
    all.push_back(section.id);
    if (section.choices) open.push_back(section.id);
  }
  if (wanted.empty() && open.empty())
    refuse(ErrorCode::lattice_none, "no section of the study leaves a choice open", {},
           Place{study.path.string()});
  if (wanted.empty() && open.size() > 1)
    refuse(ErrorCode::command_line,
           fmt::format("{} sections leave choices open: {}", open.size(), fmt::join(open, ", ")),
           fmt::format("Choose one: --section {}.", open.front()));
  const auto& id = wanted.empty() ? open.front() : wanted;
  std::erase_if(study.sections, [&](const SectionRequest& section) { return section.id != id; });
  if (study.sections.empty())
    refuse(ErrorCode::command_line, fmt::format("--section {}: no section has this id", id.substr(0, 80)),
           did_you_mean(id, all, fmt::format("The study has: {}.", fmt::join(all, ", "))));
  const auto& section = study.sections.front();
  if (!section.choices)
    refuse(ErrorCode::lattice_none, fmt::format("`{}` leaves no choice open", section.id), {}, section.place);
}

// What a command works on.
struct Work {
  StudyFile study;
  Store store;
  StudyPlan plan;
  Date as_of;
  PastTrials past;

  const SectionRequest& request() const { return study.sections.front(); }
};

Work prepare(const MultiverseOptions& options) {
  auto study = read_study(options);
  const auto asked = as_of_option(options.as_of);
  const auto whole = study;
  keep_lattice(study, options.section);
  auto store = open_study_store(options, study);
  const auto as_of = as_of_of(whole, store, asked);
  auto plan = plan_study(study, store);
  drop_unused(plan);
  plan.unused.clear();  // no warning about what the rest of the study reads
  auto past = past_trials(options, study);
  return {std::move(study), std::move(store), std::move(plan), as_of, std::move(past)};
}

struct Outcome {
  Results results;
  std::string told;  // about the file
};

std::string file_told(const MultiverseOptions& options, const DefinitionFileRun& run, std::uint64_t of) {
  const auto count = [](std::uint64_t n) { return people_number(static_cast<double>(n), 0); };
  if (run.finished) return fmt::format("{}: {} definitions\n", options.parquet, count(of));
  if (run.done == 0)
    return fmt::format("{}: stopped before the first definition; not written\n", options.parquet);
  return fmt::format("{}: stopped after {} of {} definitions; --resume goes on from there\n", options.parquet,
                     count(run.done), count(of));
}

// Definitions that the summary takes: all, or an even sample of what is run quickly.
std::uint64_t summarised(const SectionRequest& request, std::uint64_t size) {
  constexpr std::uint64_t kMostOfOthers = 10'000;  // some 10 kB each are kept
  return std::min(size, std::holds_alternative<EventStudyRequest>(request.question) ? kMostEventDefinitions
                                                                                    : kMostOfOthers);
}

// Of the definitions that stream by, what those give that the summary takes.
class SummarisedRuns {
 public:
  SummarisedRuns(const DefinitionStream& stream, std::uint64_t most) {
    if (most < stream.size() || !stream.whole()) wanted_ = stream.lattice().sample(most);
  }

  void add(const StreamedDefinitions& some) {
    for (std::size_t i = 0; i < some.runs.size(); ++i)
      if (wanted_.empty() || std::ranges::binary_search(wanted_, some.definitions[i]))
        known_.emplace(some.definitions[i], some.runs[i]);
  }

  const KnownRuns& known() const { return known_; }

 private:
  std::vector<std::uint64_t> wanted_;  // empty: all
  KnownRuns known_;
};

// To the file, and what it says in sum when it is whole, as without one. A part of it is no fair picture of the rest, and nothing
// was looked at.
Outcome stream_definitions(const MultiverseOptions& options, const Work& work, ProgressLine& progress,
                           Interruption& interruption) {
  const auto evaluated = evaluate_plan(work.plan, work.store, work.as_of);
  const auto looked_at = looked_at_by(evaluated.as_of, work.past);
  SectionContext context{evaluated.as_of, work.study.seed, &evaluated.inputs, {}, &looked_at};
  if (!work.study.recessions.formula.empty())
    context.recessions = spells_of(context.input(work.study.recessions).series);
  const auto& request = work.request();
  const DefinitionStream stream(request, context,
                                options.most > 0 ? options.limit() : request.multiverse.most);
  RunLimits limits;
  limits.most = summarised(request, stream.size());
  SummarisedRuns kept(stream, *limits.most);
  const auto run = write_definition_file(
      stream,
      {options.parquet, options.resume, definition_notes(work.study, request, work.plan, evaluated, stream)},
      [&](const StreamedDefinitions& some) { kept.add(some); },
      {interruption.asked(), [&](std::uint64_t done, std::uint64_t of) { progress.tell(done, of); }},
      [&](const std::filesystem::path& temporary) { interruption.remove_at_once(temporary); });
  Outcome outcome{{}, file_told(options, run, stream.size())};
  if (!run.finished) return outcome;
  limits.stop = interruption.asked();
  limits.known = &kept.known();
  limits.ran = stream.size();
  if (*limits.most < stream.size())
    outcome.told += fmt::format("The summary is of an even sample of {}.\n",
                                people_number(static_cast<double>(*limits.most), 0));
  outcome.results = run_study(work.study, work.plan, work.store, work.as_of, work.past, limits);
  return outcome;
}

Outcome run_in_memory(const MultiverseOptions& options, const Work& work, ProgressLine& progress,
                      const Interruption& interruption) {
  RunLimits limits;
  limits.most = options.limit();
  limits.stop = interruption.asked();
  limits.progress = [&](std::uint64_t done, std::uint64_t of) { progress.tell(done, of); };
  return {run_study(work.study, work.plan, work.store, work.as_of, work.past, limits), {}};
}

bool is_part(const Results& results) {
  return results.sections.front().multiverse && results.sections.front().multiverse->stopped;
}

void answer(const MultiverseOptions& options) {
  if (options.resume && options.parquet.empty())
    refuse(ErrorCode::command_line, "--resume goes on with a file, and none is named",
           "Name it: --parquet definitions.parquet --resume.");
  const auto work = prepare(options);
  Interruption interruption;
  ProgressLine progress(!options.quiet);
  const auto outcome = options.parquet.empty() ? run_in_memory(options, work, progress, interruption)
                                               : stream_definitions(options, work, progress, interruption);
  progress.clear();
  const auto& results = outcome.results;
  if (!results.sections.empty()) {
    if (options.json)
      print(results_json(results));
    else if (!options.quiet)
      print(multiverse_text(results, results.sections.front(), {colour_wanted(), terminal_width(), true}));
    remember_trials(options, work.study, results);
  }
  if (!outcome.told.empty()) std::fputs(clean_lines(outcome.told).c_str(), stderr);
  if (!interruption.came()) return;
  if (options.parquet.empty())
    std::fputs(
        is_part(results)
            ? "stopped: nothing is made of the definitions done so far, and none is kept; with --parquet "
              "definitions.parquet they are, and --resume goes on from there\n"
            : "stopped after the last definition: tests over all of them may be missing\n",
        stderr);
  interruption.end();
}

}  // namespace

void add_multiverse(CLI::App& program) {
  auto* command = program.add_subcommand(
      "multiverse", "Run every definition that a section leaves open: how fragile are its numbers?");
  auto options = std::make_shared<MultiverseOptions>();
  add_study_options(*command, *options);
  command->add_option("--section", options->section, "Which section, when several leave choices open")
      ->check(kNotEmpty);
  command->add_option("--max", options->most, "At most so many definitions, an even sample of all")
      ->check(CLI::Range(std::uint64_t{2}, Lattice::kLargest));
  command->add_option("--parquet", options->parquet, "Write a row for every definition to this file")
      ->check(kNotEmpty);
  command->add_flag("--resume", options->resume, "Go on with a --parquet file that was stopped");
  command->add_flag("--json", options->json, "Print it as results.json would have it");
  command->add_flag("--quiet", options->quiet, "Print no summary and no progress");
  command->footer(
      "Ctrl-C keeps the rows of a --parquet file that are done, but sums up nothing; a second one ends at "
      "once.\n"
      "Examples:\n"
      "  rerate multiverse studies/us-small-caps.toml --section manufacturing-lows\n"
      "  rerate multiverse studies/us-small-caps.toml --section manufacturing-lows --max 10000\n"
      "  rerate multiverse studies/us-small-caps.toml --section manufacturing-lows --parquet lows.parquet\n"
      "  rerate multiverse studies/us-small-caps.toml --section manufacturing-lows --parquet lows.parquet "
      "--resume");
  command->callback([options] { answer(*options); });
}

}  // namespace rerate::cli

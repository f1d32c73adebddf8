#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "rerate/base/parallel.h"
#include "rerate/multiverse/choice_words.h"
#include "rerate/multiverse/lattice_values.h"
#include "rerate/study/definition_runs.h"
#include "rerate/study/event_definition_columns.h"
#include "rerate/study/event_definition_lattices.h"
#include "rerate/study/event_joint_inference.h"
#include "rerate/study/event_statistics_columns.h"
#include "rerate/study/event_study_section.h"
#include "rerate/study/lattice_definitions.h"
#include "rerate/study/sentence.h"

namespace rerate {
namespace {

// So many are gone through one by one too, at half a millisecond each, for the sets; more, where a claim names one.
constexpr std::size_t kMostOneByOne = 500, kMostForClaimedSets = 5'000;
constexpr std::size_t kMostOptionsTold = 8;

std::vector<std::string> wanted_figures(const SectionRequest& section) {
  std::vector<std::string> wanted = {section.multiverse.lead.empty()
                                         ? lead_figure(section.kind)
                                         : figure_name(section.kind, section.multiverse.lead)};
  for (const auto& request : section.claims)
    for (const auto& figure : request.claim.figures) wanted.push_back(figure_name(section.kind, figure.name));
  return wanted;
}

bool claims_a_set(const SectionRequest& section) {
  for (const auto& request : section.claims)
    for (const auto& figure : request.claim.figures)
      if (std::holds_alternative<ClaimedMembers>(figure.claimed)) return true;
  return false;
}

EventStatisticsColumns::Parts parts_of(const EventDefinitionLattices& lattices, bool benchmark) {
  EventStatisticsColumns::Parts parts{benchmark, false, false};
  for (const auto& part : lattices.parts())
    for (const auto& one : part.others)
      (part.anchor(one.number) == Anchor::known ? parts.known : parts.extreme) = true;
  return parts;
}

std::size_t most_with_all_statistics(const EventDefinitionLattices& lattices) {
  const bool on_days =
      std::ranges::any_of(lattices.parts(), [](const auto& part) { return !is_regular(part.frequency); });
  return on_days ? kMostWithAllOnDays : kMostWithAllStatistics;
}

// Some definitions of one event lattice, ascending, and what to do with what they give.
struct PlacedRun {
  const EventDefinitionLattices::Part& part;
  std::span<const EventDefinitionLattices::Placed> placed, others;
  std::size_t done = 0, others_done = 0;

  bool finished() const { return done == placed.size() && others_done == others.size(); }

  std::vector<std::uint64_t> numbers() const {
    std::vector<std::uint64_t> all;
    for (const auto* these : {&placed, &others})
      for (const auto& one : *these)
        if (all.empty() || all.back() != one.number) all.push_back(one.number);
    if (!others.empty()) {
      std::ranges::sort(all);
      all.erase(std::unique(all.begin(), all.end()), all.end());
    }
    return all;
  }
};

const DefinitionOutcome& outcome_of(const DefinitionOutcome& row) { return row; }
const DefinitionOutcome& outcome_of(const DefinitionStatistics& row) { return row.outcome; }

// Some definitions of a section's lattice, run.
class EventDefinitionRun {
 public:
  EventDefinitionRun(const SectionRequest& section, const SectionContext& context, const RunLimits& limits)
      : section_(section),
        context_(context),
        limits_(limits),
        request_(std::get<EventStudyRequest>(section.question)),
        runs_{Lattice(section.choices->choices), {}, 0, true, 0, {}, {}, {}, {}} {}

  DefinitionRuns run() {
    runs_.definitions = lattice_definitions(section_, runs_.lattice, limits_, kMostEventDefinitions);
    runs_.whole = runs_.definitions.size() == *runs_.lattice.size();
    runs_.own = own_place(runs_.lattice, runs_.definitions);
    figures_of(section_.question, section_.id,
               context_);  // what the study's own is refused for, the section is
    const EventDefinitionQuestions questions(*section_.choices, runs_.lattice, runs_.definitions);
    const EventDefinitionLattices lattices(questions, runs_.lattice, runs_.definitions, context_,
                                           request_.question.places,
                                           runs_.definitions.size() <= kMostWithAllStatistics);
    run_all(lattices, questions.some_benchmark());
    const auto left_out = std::ranges::count(run_, false);
    if (left_out > 0) {
      keep_own(runs_, run_.size() - static_cast<std::size_t>(left_out));
    } else {
      runs_.warnings = options_without_numbers();
      runs_.joint =
          event_joint_inference(lattices, runs_, section_, context_, pattern_, limits_.stop, runs_.warnings);
    }
    if (runs_.definitions.size() <= (claims_a_set(section_) ? kMostForClaimedSets : kMostOneByOne))
      run_one_by_one();
    for (auto& column : runs_.numbers)
      if (std::ranges::all_of(column.p, [](double p) { return std::isnan(p); })) column.p.clear();
    return std::move(runs_);
  }

 private:
  void run_all(const EventDefinitionLattices& lattices, bool benchmark) {
    const auto count = runs_.definitions.size();
    run_.assign(count, true);
    pattern_.assign(count, 0);
    if (count <= most_with_all_statistics(lattices)) {
      EventStatisticsColumns columns(count, parts_of(lattices, benchmark));
      run_parts(lattices, columns);
    } else {
      EventDefinitionColumns columns(count, benchmark, wanted_figures(section_));
      run_parts(lattices, columns);
    }
    count_distinct();
  }

  template <class Columns>
  void run_parts(const EventDefinitionLattices& lattices, Columns& columns) {
    const auto count = runs_.definitions.size();
    std::size_t placed = 0;
    for (const auto& part : lattices.parts()) placed += part.placed.size();
    std::size_t done = count - placed;  // what contradicts itself gives nothing
    for (const auto& part : lattices.parts()) {
      run_part(part, columns, done);
      done += part.placed.size();
    }
    if (limits_.progress) limits_.progress(count, count);
    runs_.numbers = columns.release();
  }

  template <class Columns>
  void run_part(const EventDefinitionLattices::Part& part, Columns& columns, std::size_t done) {
    PlacedRun run{part, part.placed, {}};
    if constexpr (std::is_same_v<Columns, EventStatisticsColumns>) run.others = part.others;
    LatticeControl control;
    control.stop = limits_.stop;
    control.progress = [&](std::uint64_t, std::uint64_t) {
      if (limits_.progress) limits_.progress(done + run.done, runs_.definitions.size());
    };
    run_placed(run, columns, control);
    if (run.finished()) return;
    for (const auto& one : run.placed.subspan(run.done)) run_[one.place] = false;
    for (const auto& one : run.others.subspan(run.others_done)) run_[one.place] = false;
    run_own(part, columns);
  }

  // The study's own definition, where a stop came before it.
  template <class Columns>
  void run_own(const EventDefinitionLattices::Part& part, Columns& columns) {
    if (run_[runs_.own]) return;
    const auto own_of = [&](const std::vector<EventDefinitionLattices::Placed>& all) {
      const auto at = std::ranges::find(all, runs_.own, &EventDefinitionLattices::Placed::place);
      return at == all.end() ? std::span(all).subspan(all.size())
                             : std::span(all).subspan(static_cast<std::size_t>(at - all.begin()), 1);
    };
    PlacedRun run{part, own_of(part.placed), {}};
    if constexpr (std::is_same_v<Columns, EventStatisticsColumns>) run.others = own_of(part.others);
    if (run.placed.empty()) return;  // of another part
    run_placed(run, columns, {});
    run_[runs_.own] = true;
  }

  void run_placed(PlacedRun& run, EventDefinitionColumns& columns, const LatticeControl& control) {
    run.part.lattice->run(
        run.numbers(), [&](std::span<const DefinitionOutcome> rows) { deliver(rows, run, columns); },
        control);
  }
  void run_placed(PlacedRun& run, EventStatisticsColumns& columns, const LatticeControl& control) {
    run.part.lattice->run_statistics(
        run.numbers(), [&](std::span<const DefinitionStatistics> rows) { deliver(rows, run, columns); },
        control);
  }

  template <class Row, class Columns>
  void deliver(std::span<const Row> rows, PlacedRun& run, Columns& columns) {
    for (const auto& row : rows) {
      const auto number = outcome_of(row).definition;
      const auto is_next = [number](const auto& these, std::size_t next) {
        return next < these.size() && these[next].number == number;
      };
      if (is_next(run.placed, run.done)) {
        const auto pattern = pattern_of(run.part, outcome_of(row));
        for (; is_next(run.placed, run.done); ++run.done) {
          columns.take(run.placed[run.done].place, row);
          pattern_[run.placed[run.done].place] = pattern;
        }
      }
      if constexpr (std::is_same_v<Columns, EventStatisticsColumns>) {
        const auto anchor = run.part.anchor(number);
        for (; is_next(run.others, run.others_done); ++run.others_done)
          columns.take_from(anchor, run.others[run.others_done].place, row);
      }
    }
  }

  // Of its events and outcome; 0 without a complete event.
  static std::uint64_t pattern_of(const EventDefinitionLattices::Part& part,
                                  const DefinitionOutcome& outcome) {
    constexpr std::uint64_t kOdd = 0x9e3779b97f4a7c15ULL;
    if (outcome.complete == 0) return 0;
    return std::max<std::uint64_t>(outcome.pattern ^ (part.outcome(outcome.definition) * kOdd), 1);
  }

  void count_distinct() {
    auto different = pattern_;
    std::erase(different, 0u);
    std::ranges::sort(different);
    runs_.distinct =
        static_cast<std::uint64_t>(std::unique(different.begin(), different.end()) - different.begin());
  }

  // Options with which no definition has a complete event, and why the first of them has none.
  std::vector<std::string> options_without_numbers() const {
    const auto& choices = runs_.lattice.choices();
    struct Count {
      std::uint64_t run = 0, given = 0, first = 0;
    };
    std::vector<std::vector<Count>> counts;
    for (const auto& choice : choices) counts.emplace_back(choice.options.size());
    std::vector<std::uint32_t> options(choices.size());
    for (std::size_t i = 0; i < runs_.definitions.size(); ++i) {
      if (!run_[i]) continue;
      runs_.lattice.options(runs_.definitions[i], options);
      for (std::size_t k = 0; k < options.size(); ++k) {
        auto& count = counts[k][options[k]];
        if (count.run++ == 0) count.first = runs_.definitions[i];
        count.given += pattern_[i] != 0;
      }
    }
    std::vector<std::string> told;
    std::size_t more = 0;
    for (std::size_t k = 0; k < choices.size(); ++k)
      for (std::size_t option = 0; option < counts[k].size(); ++option) {
        const auto& count = counts[k][option];
        if (count.run == 0 || count.given > 0) continue;
        if (told.size() == kMostOptionsTold)
          ++more;
        else
          told.push_back(fmt::format(
              "No definition with {} {} gives a number: {}.", choice_in_words(choices[k].name),
              option_in_words(choices[k].name, choices[k].options[option]), why_none(count.first)));
      }
    if (more > 0) told.push_back(fmt::format("{} more give none.", count_of(more, "option")));
    return told;
  }

  std::string why_none(std::uint64_t definition) const {
    std::vector<std::uint32_t> options(runs_.lattice.choices().size());
    runs_.lattice.options(definition, options);
    try {
      figures_of(section_.choices->read(options), section_.id, context_);
    } catch (const UserError& error) {
      return error.failure().what;
    }
    return "the number is not available";
  }

  // Adds what only a definition's own events tell: sets. Nothing when it is stopped.
  void run_one_by_one() {
    constexpr std::size_t kAtOnce = 256;
    const auto count = runs_.definitions.size();
    std::vector<Figures> found;
    for (std::size_t begin = 0; begin < count; begin += kAtOnce) {
      if (count > 1 && limits_.stop && *limits_.stop) return runs_.sets.clear();
      found.assign(std::min(kAtOnce, count - begin), {});
      parallel_for(found.size(), [&](std::size_t i) { found[i] = sets_of(begin + i); });
      for (std::size_t i = 0; i < found.size(); ++i) add_sets(begin + i, found[i]);
    }
  }

  Figures sets_of(std::size_t place) const {
    std::vector<std::uint32_t> options(runs_.lattice.choices().size());
    runs_.lattice.options(runs_.definitions[place], options);
    try {
      return event_study_set_figures(section_.id,
                                     std::get<EventStudyRequest>(section_.choices->read(options)), context_);
    } catch (const UserError&) {
      return {};
    }
  }

  void add_sets(std::size_t place, const Figures& figures) {
    const auto count = runs_.definitions.size();
    for (const auto& set : figures.sets) {
      auto at = std::ranges::find(runs_.sets, set.name, &SetColumn::name);
      if (at == runs_.sets.end())
        at = runs_.sets.insert(at, {set.name, std::vector<std::uint32_t>(count, kNoSet), {}});
      const auto [known, fresh] =
          members_[set.name].emplace(set.members, static_cast<std::uint32_t>(at->members.size()));
      if (fresh) at->members.push_back(set.members);
      at->sets[place] = known->second;
    }
  }

  const SectionRequest& section_;
  const SectionContext& context_;
  const RunLimits& limits_;
  const EventStudyRequest& request_;
  DefinitionRuns runs_;
  std::vector<bool> run_;               // by definition; false: stopped before it
  std::vector<std::uint64_t> pattern_;  // by definition: hash of its events and outcome, 0 without
  std::map<std::string, std::map<std::vector<std::string>, std::uint32_t>> members_;  // by set
};

}  // namespace

DefinitionRuns run_event_definitions(const SectionRequest& section, const SectionContext& context,
                                     const RunLimits& limits) {
  return EventDefinitionRun(section, context, limits).run();
}

}  // namespace rerate

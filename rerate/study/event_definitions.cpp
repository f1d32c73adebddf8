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
#include "rerate/study/lattice_definitions.h"
#include "rerate/study/sentence.h"

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
// So many are run one by one too, at a millisecond each, for the sets and the numbers that event lattices do not have; more,
// for the sets alone, where a claim names one: whether a number varies is told by how many definitions there are, not by claims.
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
                                           request_.question.places);
    run_all(lattices);
    const auto left_out = std::ranges::count(run_, false);
    if (left_out > 0) {
      keep_own(runs_, run_.size() - static_cast<std::size_t>(left_out));
    } else {
      runs_.warnings = options_without_numbers();
      runs_.joint =
          event_joint_inference(lattices, runs_, section_, context_, pattern_, limits_.stop, runs_.warnings);
    }
    if (runs_.definitions.size() <= kMostOneByOne)
      run_one_by_one(true);
    else if (runs_.definitions.size() <= kMostForClaimedSets && claims_a_set(section_))
      run_one_by_one(false);
    for (auto& column : runs_.numbers)
      if (std::ranges::all_of(column.p, [](double p) { return std::isnan(p); })) column.p.clear();
    return std::move(runs_);
  }

 private:
  void run_all(const EventDefinitionLattices& lattices) {
    const auto count = runs_.definitions.size();
    EventDefinitionColumns columns(count, request_.benchmark.has_value(), wanted_figures(section_));
    run_.assign(count, true);
    pattern_.assign(count, 0);
    std::size_t placed = 0;
    for (const auto& part : lattices.parts()) placed += part.placed.size();
    std::size_t done = count - placed;  // what contradicts itself gives nothing
    for (const auto& part : lattices.parts()) {
      run_part(part, columns, done);
      done += part.placed.size();
    }
    if (limits_.progress) limits_.progress(count, count);
    runs_.numbers = columns.release();
    count_distinct();
  }

  void run_part(const EventDefinitionLattices::Part& part, EventDefinitionColumns& columns,
                std::size_t done) {
    const auto& placed = part.placed;
    std::vector<std::uint64_t> numbers;
    for (const auto& one : placed)
      if (numbers.empty() || numbers.back() != one.number) numbers.push_back(one.number);
    std::size_t next = 0;
    const auto deliver = [&](const DefinitionOutcome& outcome) {
      const auto pattern = pattern_of(part, outcome);
      for (; next < placed.size() && placed[next].number == outcome.definition; ++next) {
        columns.take(placed[next].place, outcome);
        pattern_[placed[next].place] = pattern;
      }
    };
    LatticeControl control;
    control.stop = limits_.stop;
    control.progress = [&](std::uint64_t, std::uint64_t) {
      if (limits_.progress) limits_.progress(done + next, runs_.definitions.size());
    };
    part.lattice->run(
        numbers, [&](std::span<const DefinitionOutcome> rows) { std::ranges::for_each(rows, deliver); },
        control);
    for (auto i = next; i < placed.size(); ++i) run_[placed[i].place] = false;
    const auto own = std::find_if(placed.begin() + static_cast<std::ptrdiff_t>(next), placed.end(),
                                  [&](const auto& one) { return one.place == runs_.own; });
    if (own == placed.end()) return;  // run, or of another part
    const std::uint64_t number[] = {own->number};
    part.lattice->run(number, [&](std::span<const DefinitionOutcome> rows) {
      columns.take(runs_.own, rows.front());
      pattern_[runs_.own] = pattern_of(part, rows.front());
    });
    run_[runs_.own] = true;
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

  // Adds what only a definition's own run gives: sets, and numbers that event lattices do not have. Nothing when it is stopped.
  void run_one_by_one(bool numbers) {
    constexpr std::size_t kAtOnce = 256;
    const auto count = runs_.definitions.size();
    of_lattice_ = runs_.numbers.size();
    for (std::size_t i = 0; i < of_lattice_; ++i) column_of_.emplace(runs_.numbers[i].name, i);
    std::vector<Figures> found;
    for (std::size_t begin = 0; begin < count; begin += kAtOnce) {
      if (count > 1 && limits_.stop && *limits_.stop) return forget_one_by_one();
      found.assign(std::min(kAtOnce, count - begin), {});
      parallel_for(found.size(), [&](std::size_t i) { found[i] = figures(begin + i); });
      for (std::size_t i = 0; i < found.size(); ++i) {
        if (numbers) add_numbers(begin + i, found[i]);
        add_sets(begin + i, found[i]);
      }
    }
  }

  void forget_one_by_one() {
    runs_.numbers.resize(of_lattice_);
    runs_.sets.clear();
  }

  Figures figures(std::size_t place) const {
    std::vector<std::uint32_t> options(runs_.lattice.choices().size());
    runs_.lattice.options(runs_.definitions[place], options);
    try {
      return figures_of(section_.choices->read(options), section_.id, context_);
    } catch (const UserError&) {
      return {};
    }
  }

  void add_numbers(std::size_t place, const Figures& figures) {
    const auto count = runs_.definitions.size();
    for (const auto& figure : figures.numbers) {
      const auto [at, fresh] = column_of_.emplace(figure.name, runs_.numbers.size());
      if (fresh)
        runs_.numbers.push_back(
            {figure.name, std::vector<double>(count, kMissing), std::vector<double>(count, kMissing)});
      if (at->second < of_lattice_) continue;  // the same
      auto& column = runs_.numbers[at->second];
      column.values[place] = figure.value;
      column.p[place] = figure.p;
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
  std::size_t of_lattice_ = 0;          // columns that come from the event lattices
  std::map<std::string, std::size_t> column_of_;
  std::map<std::string, std::map<std::vector<std::string>, std::uint32_t>> members_;  // by set
};

}  // namespace

DefinitionRuns run_event_definitions(const SectionRequest& section, const SectionContext& context,
                                     const RunLimits& limits) {
  return EventDefinitionRun(section, context, limits).run();
}

}  // namespace rerate

#include "rerate/study/plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "rerate/events/question_types.h"
#include "rerate/models/curve_recessions.h"
#include "rerate/study/gap.h"
#include "rerate/study/model_types.h"
#include "rerate/study/regimes_types.h"
#include "rerate/study/rotation_types.h"
#include "rerate/study/scorecard_types.h"

namespace rerate {
namespace {

constexpr std::size_t kDeepestChain = 500;

bool is_catalogue_id(std::string_view name) { return name.find('.') != std::string_view::npos; }

class Planner {
 public:
  Planner(const StudyFile& study, const CatalogueLookup& catalogue) : study_(study), catalogue_(catalogue) {}

  StudyPlan make() {
    for (const auto& definition : study_.series) {
      if (!named_.emplace(definition.name, &definition).second)
        refuse(ErrorCode::study_file, fmt::format("series `{}` is defined twice", definition.name), {},
               definition.place);
      parsed_.emplace(definition.name, Formula::parse(definition.formula, definition.place));
    }
    const auto uses = own_uses(), of_options = uses_of_options();
    for (const auto& use : uses) parse(use);
    for (const auto& use : of_options) place_or_leave_out(use, [&] { parse(use); });

    look_up_entries();
    plan_.formulas.reserve(parsed_.size());  // done_ points into it
    for (const auto& use : uses) place(use.formula, use.formula, use.place);
    of_options_ = true;
    for (const auto& use : of_options)
      if (parsed_.contains(use.formula))
        place_or_leave_out(use, [&] { place(use.formula, use.formula, use.place); });
    drop_entries_left_out();
    std::set<std::string> needed;
    for (const auto& formula : plan_.formulas) needed.insert(formula.key);
    for (const auto& definition : study_.series) {
      if (!needed.contains(definition.name)) plan_.unused.push_back(definition.name);
      place(definition.name, definition.title, definition.place);
    }
    for (const auto& section : study_.sections)
      std::visit([&](const auto& question) { check_types(question); }, section.question);
    check_recessions();
    return std::move(plan_);
  }

 private:
  // What is read whatever the options are.
  std::vector<SeriesUse> own_uses() const {
    std::vector<SeriesUse> uses;
    for (const auto& section : study_.sections)
      for (auto& use : uses_of(section.question)) uses.push_back(std::move(use));
    uses.insert(uses.end(), study_.asked.begin(), study_.asked.end());
    if (!study_.recessions.formula.empty()) uses.push_back(study_.recessions);
    return uses;
  }

  std::vector<SeriesUse> uses_of_options() const {
    std::vector<SeriesUse> uses;
    for (const auto& section : study_.sections)
      if (section.choices)
        uses.insert(uses.end(), section.choices->uses.begin(), section.choices->uses.end());
    return uses;
  }

  // A formula of one option must stand. One that takes two together is left out when it cannot: either option may be fine alone.
  template <class Do>
  void place_or_leave_out(const SeriesUse& use, Do do_it) {
    try {
      do_it();
    } catch (const UserError&) {
      if (is_of_one_option(use.formula)) throw;
      in_progress_.clear();
      plan_.left_out.push_back(use.formula);
    }
  }

  // Whether a section reads it with one option that is not its own. Looked for only when something is wrong.
  bool is_of_one_option(const std::string& formula) {
    if (!of_one_option_) {
      of_one_option_.emplace();
      for (const auto& section : study_.sections)
        if (section.choices) add_of_one_option(*section.choices, *of_one_option_);
    }
    return of_one_option_->contains(formula);
  }

  static void add_of_one_option(const SectionChoices& open, std::set<std::string, std::less<>>& formulas) {
    std::vector<std::uint32_t> options;
    for (const auto& choice : open.choices) options.push_back(static_cast<std::uint32_t>(choice.usual));
    for (std::size_t i = 0; i < options.size(); ++i) {
      const auto own = options[i];
      for (std::uint32_t o = 0; o < open.choices[i].options.size(); ++o) {
        options[i] = o;
        try {
          for (auto& use : uses_of(open.read(options))) formulas.insert(std::move(use.formula));
        } catch (const UserError&) {  // contradicts the section's own options: not planned for its own sake
        }
      }
      options[i] = own;
    }
  }

  // What is read by nothing else has no part in the study.
  void drop_entries_left_out() {
    if (plan_.left_out.empty()) return;
    std::set<std::string, std::less<>> read;
    for (const auto& [key, formula] : parsed_)
      if (std::find(plan_.left_out.begin(), plan_.left_out.end(), key) == plan_.left_out.end())
        for (const auto& reference : formula.references()) read.insert(reference.name);
    std::erase_if(plan_.entries, [&](const CatalogueEntry& entry) { return !read.contains(entry.id); });
  }

  void parse(const SeriesUse& use) {
    if (!parsed_.contains(use.formula)) parsed_.emplace(use.formula, Formula::parse(use.formula, use.place));
  }

  TypedSeries typed(const SeriesUse& use) const { return {use.formula, done_.at(use.formula)->type}; }

  void check_types(const EventStudyRequest& request) const {
    const auto signal = typed(request.signal), asset = typed(request.asset);
    const auto benchmark = request.benchmark ? std::optional(typed(*request.benchmark)) : std::nullopt;
    check_question_types(signal, asset, benchmark ? &*benchmark : nullptr, request.question);
    if (request.gap) gap_in_observations(*request.gap, signal.type.frequency, request.gap_place);
  }

  // The models' questions.
  template <class Request>
  void check_types(const Request& request) const {
    rerate::check_types(request, [&](const SeriesUse& use) { return typed(use); });
  }

  void check_recessions() const {
    if (study_.recessions.formula.empty()) return;
    const auto& [name, type] = typed(study_.recessions);
    if (is_monthly_indicator(type)) return;
    refuse(ErrorCode::study_file,
           fmt::format("`recessions` must be a monthly indicator, but `{}` is a {} {}", name,
                       to_string(type.frequency), to_string(type.kind)),
           "Name an indicator that is 1 in the months of recessions, such as nber.recession.",
           study_.recessions.place);
  }

  // One look-up for all ids that any formula mentions.
  void look_up_entries() {
    std::set<std::string> wanted;
    for (const auto& [key, formula] : parsed_)
      for (const auto& reference : formula.references())
        if (is_catalogue_id(reference.name)) wanted.insert(reference.name);
    const std::vector<std::string> ids(wanted.begin(), wanted.end());
    auto found = catalogue_.find(ids);
    for (std::size_t i = 0; i < ids.size(); ++i)
      if (found[i]) entries_.emplace(ids[i], std::move(*found[i]));
    for (const auto& [id, entry] : entries_) plan_.entries.push_back(entry);
  }

  // Adds the formula named `key` after everything it reads.
  void place(const std::string& key, const std::string& title, const Place& where) {
    if (done_.contains(key)) return;
    const auto& formula = parsed_.at(key);
    in_progress_.push_back(key);
    if (in_progress_.size() > kDeepestChain)
      refuse(ErrorCode::study_file,
             fmt::format("more than {} series build on each other in a chain", kDeepestChain),
             "Write shorter chains.", where);
    PlannedFormula planned;
    planned.key = key;
    planned.title = title;
    planned.formula = formula;
    planned.place = where;
    planned.of_options = of_options_;
    std::set<std::string> ids;
    for (const auto& reference : formula.references()) {
      if (is_catalogue_id(reference.name)) {
        if (const auto entry = entries_.find(reference.name); entry != entries_.end()) {
          check_pack(formula, reference, entry->second);
          planned.redistribute = planned.redistribute && entry->second.redistribute;
          ids.insert(reference.name);
        }
        continue;
      }
      const auto named = named_.find(reference.name);
      if (named == named_.end()) continue;  // bind says so, with the nearest name
      refuse_circle(formula, reference);
      place(reference.name, named->second->title, named->second->place);
      const auto& read = *done_.at(reference.name);
      planned.redistribute = planned.redistribute && read.redistribute;
      ids.insert(read.catalogue_ids.begin(), read.catalogue_ids.end());
    }
    planned.catalogue_ids.assign(ids.begin(), ids.end());
    planned.value_ids = value_ids(formula);
    planned.type =
        formula.bind([&](const std::string& name) { return type_of(name); }, [&] { return known_names(); });
    if (title == key) planned.title = title_of(key);
    in_progress_.pop_back();
    plan_.formulas.push_back(std::move(planned));
    done_.emplace(key, &plan_.formulas.back());
  }

  std::vector<std::string> value_ids(const Formula& formula) const {
    std::set<std::string> ids;
    for (const auto& reference : formula.value_references()) {
      if (entries_.contains(reference.name)) ids.insert(reference.name);
      if (const auto read = done_.find(reference.name); read != done_.end())
        ids.insert(read->second->value_ids.begin(), read->second->value_ids.end());
    }
    return {ids.begin(), ids.end()};
  }

  // A formula that is just a name is called by that name's title.
  std::string title_of(const std::string& key) const {
    if (const auto entry = entries_.find(key); entry != entries_.end()) return entry->second.title;
    if (const auto named = named_.find(key); named != named_.end()) return named->second->title;
    return key;
  }

  void check_pack(const Formula& formula, const FormulaReference& reference,
                  const CatalogueEntry& entry) const {
    const auto& packs = study_.packs;
    if (std::find(packs.begin(), packs.end(), entry.pack) != packs.end()) return;
    throw UserError(formula.failure_at(
        reference, ErrorCode::study_pack,
        fmt::format("`{}` belongs to the pack `{}`, which the study does not name", entry.id, entry.pack),
        fmt::format("Add \"{}\" to `packs` in [study].", entry.pack)));
  }

  void refuse_circle(const Formula& formula, const FormulaReference& reference) const {
    const auto begin = std::find(in_progress_.begin(), in_progress_.end(), reference.name);
    if (begin == in_progress_.end()) return;
    std::string circle;
    for (auto at = begin; at != in_progress_.end(); ++at) circle += *at + " -> ";
    throw UserError(formula.failure_at(reference, ErrorCode::study_circular,
                                       "circular definition: " + circle + reference.name,
                                       "Break the circle: one of these must not read the next."));
  }

  std::optional<SeriesType> type_of(const std::string& name) const {
    if (const auto entry = entries_.find(name); entry != entries_.end()) return entry->second.type;
    if (const auto planned = done_.find(name); planned != done_.end()) return planned->second->type;
    return std::nullopt;
  }

  std::vector<std::string> known_names() const {
    auto names = catalogue_.ids();
    for (const auto& [name, definition] : named_) names.push_back(name);
    return names;
  }

  const StudyFile& study_;
  const CatalogueLookup& catalogue_;
  StudyPlan plan_;
  std::map<std::string, const SeriesDefinition*, std::less<>> named_;
  std::map<std::string, Formula, std::less<>> parsed_;
  std::map<std::string, CatalogueEntry, std::less<>> entries_;
  std::map<std::string, const PlannedFormula*, std::less<>> done_;
  std::vector<std::string> in_progress_;
  std::optional<std::set<std::string, std::less<>>> of_one_option_;
  bool of_options_ = false;  // what is placed now is read by options alone, or by nothing
};

}  // namespace

StudyPlan make_plan(const StudyFile& study, const CatalogueLookup& catalogue) {
  return Planner(study, catalogue).make();
}

}  // namespace rerate

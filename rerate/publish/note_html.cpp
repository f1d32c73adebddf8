#include "rerate/publish/note_html.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <iterator>
#include <set>
#include <utility>
#include <vector>

#include "rerate/publish/chart_frame.h"
#include "rerate/publish/chart_palette.h"
#include "rerate/publish/chart_rows.h"
#include "rerate/publish/exhibit_order.h"
#include "rerate/publish/fragility_words.h"
#include "rerate/publish/html_text.h"
#include "rerate/publish/json_writer.h"
#include "rerate/publish/key_figures.h"
#include "rerate/publish/note_assets.h"
#include "rerate/publish/note_dashboard.h"
#include "rerate/publish/note_fragility.h"
#include "rerate/publish/note_multiverse.h"
#include "rerate/publish/note_table.h"
#include "rerate/publish/number_format.h"
#include "rerate/publish/page_chart.h"
#include "rerate/publish/static_chart.h"
#include "rerate/publish/vega_chart.h"

namespace rerate {
namespace {

// Tables of more rows may break over pages.
constexpr std::size_t kLongTable = 24;
constexpr std::size_t kShownHashDigits = 12;
// Notes of as many sections have contents beside the page.
constexpr std::size_t kLongNote = 4;
// Facts of more characters stand behind the exhibits: a reader comes for the pictures.
constexpr std::size_t kLongFacts = 1200;

std::size_t length_of(const std::vector<Fact>& facts) {
  std::size_t length = 0;
  for (const Fact& fact : facts) length += fact.text.size();
  return length;
}

bool is_anchor(std::string_view id) {
  return !id.empty() && std::all_of(id.begin(), id.end(), [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_';
  });
}

// Section ids become anchors; one that cannot be, or was taken, becomes "section-3".
std::vector<std::string> anchors(const std::vector<Section>& sections) {
  std::set<std::string> taken = {"inputs", "dark-colours", "look-of-charts", "dashboard", "contents"};
  std::vector<std::string> names;
  for (std::size_t i = 0; i < sections.size(); ++i) {
    std::string name = sections[i].id;
    if (!is_anchor(name) || name.starts_with("chart-") || !taken.insert(name).second)
      name = fmt::format("section-{}", i + 1);
    taken.insert(name);
    names.push_back(std::move(name));
  }
  return names;
}

// The file name as a shell reads it.
std::string shell_word(const std::string& text) {
  const bool plain = !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) ||
           std::string_view("-_./").find(c) != std::string_view::npos;
  });
  if (plain) return text;
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? "'\\''" : std::string(1, c);
  return quoted + "'";
}

// A number keeps to its unit, and "p" to its value, at the end of a line.
std::string sentence_html(std::string_view text) {
  std::string out;
  const std::string sentence = people_sentence(text);
  for (std::size_t i = 0; i < sentence.size(); ++i) {
    const std::string_view rest = std::string_view(sentence).substr(i);
    const bool after_digit = i > 0 && std::isdigit(static_cast<unsigned char>(sentence[i - 1]));
    const bool in_p_value =
        i > 0 && (rest.starts_with(" = ") || rest.starts_with(" < ")) && sentence[i - 1] == 'p';
    const bool behind_sign =
        i > 2 && (sentence[i - 1] == '=' || sentence[i - 1] == '<') && sentence[i - 3] == 'p';
    if (rest.front() == ' ' && ((after_digit && rest.starts_with(" pp")) || in_p_value || behind_sign))
      out += "\u00a0";
    else
      out += rest.front();
  }
  return html_text(out);
}

class Note {
 public:
  explicit Note(const Results& results) : results_(results), anchors_(anchors(results.sections)) {}

  std::string html() {
    page_.reserve(note_script().size() + note_style().size() + (std::size_t{1} << 19));
    add_head();
    add_masthead();
    add_contents();
    for (std::size_t i = 0; i < results_.sections.size(); ++i) add_section(results_.sections[i], anchors_[i]);
    add_inputs();
    put("</main>\n");
    add_data();
    put("</body>\n</html>\n");
    return std::move(page_);
  }

 private:
  template <class... Parts>
  void put(fmt::format_string<Parts...> pattern, Parts&&... parts) {
    fmt::format_to(std::back_inserter(page_), pattern, std::forward<Parts>(parts)...);
  }

  void add_head() {
    put("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
        "'unsafe-inline'; "
        "script-src 'sha256-{}'; base-uri 'none'; form-action 'none'\">\n"
        "<meta name=\"generator\" content=\"Rerate {}\">\n"
        "<meta name=\"color-scheme\" content=\"light dark\">\n<title>{}</title>\n<style>",
        note_script_hash(), html_text(results_.rerate_version), html_text(results_.study_title));
    put(":root{{{}}}@media screen and (prefers-color-scheme:dark){{:root{{{}}}}}", light_colour_variables(),
        dark_colour_variables());
    page_ += note_style();
    put("</style>\n</head>\n<body>\n<main class=\"page\">\n");
  }

  void add_masthead() {
    put("<header class=\"masthead\">\n<p class=\"kicker\"><strong>Rerate</strong><span>Equity strategy "
        "research</span></p>\n<h1>{}</h1>\n<p class=\"dateline\">Uses only what was known on <time "
        "datetime=\"{}\">{}</time></p>\n",
        html_text(results_.study_title), to_string(results_.as_of), people_day(results_.as_of));
    page_ += note_dashboard(results_, anchors_);
    put("<ol class=\"brief\">\n");
    for (std::size_t i = 0; i < results_.sections.size(); ++i)
      put("<li><a href=\"#{}\">{}</a><span class=\"sentence\">{}</span></li>\n", anchors_[i],
          html_text(results_.sections[i].title), sentence_html(results_.sections[i].headline));
    put("</ol>\n");
    add_warnings(results_.warnings);
    put("<noscript><p class=\"noscript\">Scripts are off: the charts below are still pictures, with the same "
        "data "
        "and without a read-out.</p></noscript>\n</header>\n");
  }

  // Beside the page where the window is wide enough: the way through a long note.
  void add_contents() {
    if (results_.sections.size() < kLongNote) return;
    put("<nav id=\"contents\" aria-label=\"Contents\">\n<ol>\n");
    for (std::size_t i = 0; i < results_.sections.size(); ++i)
      put("<li><a href=\"#{}\">{}</a></li>\n", anchors_[i], html_text(results_.sections[i].title));
    put("<li><a href=\"#inputs\">Data and how to recompute</a></li>\n</ol>\n</nav>\n");
  }

  void add_section(const Section& section, const std::string& anchor) {
    put("\n<section id=\"{0}\" aria-labelledby=\"{0}-title\">\n<header>\n<h2 id=\"{0}-title\">{1}</h2>\n<p "
        "class=\"headline\">{2}</p>\n</header>\n",
        anchor, html_text(section.title), sentence_html(section.headline));
    const bool long_facts = length_of(section.facts) > kLongFacts;
    add_key_figures(section, anchor);
    page_ += section.kind == "claims" ? std::string() : claim_callouts(section);
    add_multiverse(section, anchor);
    if (!long_facts) add_facts(section);
    add_exhibits(exhibits_of(section));
    if (long_facts) {
      put("<h3 class=\"method\">How it was found</h3>\n");
      add_facts(section);
    }
    add_details(section.details);
    add_warnings(section.warnings);
    add_sources(section);
    put("</section>\n");
  }

  void add_key_figures(const Section& section, const std::string& anchor) {
    const std::vector<KeyFigure> figures = key_figures(section);
    if (figures.empty()) return;
    constexpr std::size_t kOneRow = 6;
    put("<dl class=\"figures{}\">\n", figures.size() > kOneRow ? " many" : "");
    for (const KeyFigure& figure : figures)
      put("<div><dt>{}</dt><dd>{}</dd>{}{}</div>\n", html_text(figure.label), html_text(figure.text),
          figure.note.empty() ? "" : fmt::format("<dd class=\"beside\">{}</dd>", html_text(figure.note)),
          fragility_badge_html(figure, curve_of(section, figure, anchor)));
    put("</dl>\n");
  }

  // Of the number that the section's specification curve is about: an anchor inside of what is folded, so that a browser opens it.
  static std::string curve_of(const Section& section, const KeyFigure& figure, const std::string& anchor) {
    const bool lead = section.multiverse && figure.number && figure.number->name == section.multiverse->lead;
    return lead ? anchor + "-definitions" : std::string();
  }

  // Folded: one line says how far the lead number goes, and opens into its specification curve and what else there is.
  void add_multiverse(const Section& section, const std::string& anchor) {
    const std::vector<Exhibit> exhibits = multiverse_exhibits(section);
    if (!section.multiverse && exhibits.empty()) return;
    put("<details class=\"multiverse\">\n<summary><strong>How fragile is it?</strong> "
        "<span>{}</span></summary>\n<div id=\"{}-definitions\">\n",
        html_text(multiverse_summary(section)), anchor);
    if (section.multiverse) {
      put("<dl class=\"facts\">\n");
      for (const Fact& fact : multiverse_facts(*section.multiverse))
        put("<dt>{}</dt><dd>{}</dd>\n", html_text(fact.label), html_text(fact.text));
      put("</dl>\n");
    }
    add_exhibits(exhibits);
    put("</div>\n</details>\n");
  }

  void add_facts(const Section& section) {
    if (section.facts.empty()) return;
    put("<dl class=\"facts\">\n");
    for (const Fact& fact : section.facts)
      if (section.claims.empty() || fact.label != "Claim")  // those have callouts
        put("<dt>{}</dt><dd>{}</dd>\n", html_text(fact.label), sentence_html(fact.text));
    put("</dl>\n");
  }

  void add_exhibits(const std::vector<Exhibit>& exhibits) {
    if (exhibits.empty()) return;
    put("<div class=\"exhibits\">\n");
    for (const Exhibit& exhibit : exhibits) exhibit.chart ? add_chart(exhibit) : add_table(exhibit);
    put("</div>\n");
  }

  void add_caption(std::string_view title, std::string_view measure) {
    put("<figcaption><span class=\"ordinal\">Exhibit {}</span>{}", ++exhibits_, sentence_html(title));
    if (!measure.empty()) put("<span class=\"measure\">{}</span>", html_text(measure));
    put("</figcaption>\n");
  }

  static std::string_view width_class(const Exhibit& exhibit) {
    return exhibit.half ? " half" : exhibit.paper_half ? " paper-half" : "";
  }

  void add_chart(const Exhibit& exhibit) {
    const Chart& chart = *exhibit.chart;
    put("<figure class=\"exhibit{}\">\n", width_class(exhibit));
    add_caption(chart.title, measure(chart));
    add_legend(chart);
    // Drawn for both widths, and the same with scripts as without.
    if (chart.specification) {
      put("<div class=\"chart\" role=\"img\" aria-label=\"{}\">{}{}</div>\n</figure>\n",
          html_text(alternative_text(chart)), static_chart(chart, ChartWidth::full),
          static_chart(chart, ChartWidth::half));
      return;
    }
    const std::string id = fmt::format("chart-{}", charts_.size() + 1);
    put("<div class=\"chart\" role=\"img\" aria-label=\"{}\" data-spec=\"{}\">{}</div>\n</figure>\n",
        html_text(alternative_text(chart)), id,
        static_chart(chart, exhibit.half ? ChartWidth::half : ChartWidth::full));
    charts_.push_back({id, &chart});
  }

  void add_legend(const Chart& chart) {
    const std::vector<LegendEntry> entries = legend(chart);
    if (entries.empty()) return;
    constexpr std::string_view kMarks[] = {"line",    "dashed", "band",  "span", "bar",
                                           "whisker", "range",  "state", "ring", "disc"};
    put("<ul class=\"legend\" aria-hidden=\"true\">");
    for (const LegendEntry& entry : entries)
      put("<li class=\"{}\"><i style=\"--mark:var(--chart-{})\"></i>{}</li>",
          kMarks[static_cast<int>(entry.mark)], entry.colour, html_text(entry.label));
    put("</ul>\n");
  }

  void add_table(const Exhibit& exhibit) {
    const Table table =
        exhibit.table->name == "claims" ? shown_claims(*exhibit.table) : shown_fragility(*exhibit.table);
    put("<figure class=\"exhibit{}{}{}\">\n", width_class(exhibit), is_narrow(table) ? "" : " wide",
        table.rows.size() > kLongTable ? " long" : "");
    add_caption(table.title, "");
    put("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{}\">{}</div>\n{}</figure>\n",
        html_text(table.title), note_table(table), flips_html(*exhibit.table));
  }

  // Folded on the screen; the chart program unfolds them for paper.
  void add_details(const std::vector<Detail>& details) {
    if (details.empty()) return;
    put("<div class=\"details\">\n<h3>Diagnostics</h3>\n");
    for (const Detail& detail : details)
      put("<details><summary>{}</summary><pre class=\"scroll\" tabindex=\"0\">{}</pre></details>\n",
          html_text(detail.title), html_lines(detail.text));
    put("</div>\n");
  }

  void add_warnings(const std::vector<std::string>& warnings) {
    if (warnings.empty()) return;
    put("<aside class=\"warnings\">\n<h3>Read with care</h3>\n<ul>\n");
    for (const std::string& warning : warnings) put("<li>{}</li>\n", sentence_html(warning));
    put("</ul>\n</aside>\n");
  }

  void add_sources(const Section& section) {
    std::vector<std::string> sources;
    for (const std::string& id : section.inputs)
      for (const InputRecord& input : results_.inputs)
        if (input.series == id && std::find(sources.begin(), sources.end(), input.source) == sources.end())
          sources.push_back(input.source);
    if (sources.empty()) return;
    put("<p class=\"sources\">Source: ");
    for (const std::string& source : sources) put("{}; ", html_text(source));
    put("Rerate.</p>\n");
  }

  void add_inputs() {
    put("\n<section id=\"inputs\" class=\"provenance\" aria-labelledby=\"inputs-title\">\n<header>\n<h2 "
        "id=\"inputs-title\">Data and how to recompute</h2>\n</header>\n");
    if (!results_.inputs.empty()) add_input_table();
    add_recompute();
    put("</section>\n");
  }

  void add_input_table() {
    put("<div class=\"inputs scroll\" role=\"region\" tabindex=\"0\" "
        "aria-label=\"Inputs\">\n<table><thead><tr><th "
        "scope=\"col\">Series</th><th scope=\"col\">Source and licence</th><th scope=\"col\">Periods</th><th "
        "scope=\"col\">Newest figure known</th><th scope=\"col\">Dates of knowledge</th><th "
        "scope=\"col\">SHA-256</th>"
        "</tr></thead>\n<tbody>\n");
    for (const InputRecord& input : results_.inputs) add_input(input);
    put("</tbody></table>\n</div>\n");
  }

  void add_input(const InputRecord& input) {
    put("<tr><th scope=\"row\"><code class=\"series\">{}</code><span class=\"small\">{}{}{}</span>",
        html_text(input.series), html_text(input.title), input.unit.empty() ? "" : ", ",
        html_text(input.unit));
    if (!input.note.empty()) put("<span class=\"small\">{}</span>", html_text(input.note));
    put("</th><td>{}<span class=\"small\">{}{}</span></td>", html_text(input.source),
        html_text(input.licence), input.redistribute ? "" : "; raw values are not republished");
    put("<td class=\"date\">{} to {}</td><td class=\"date\">{}</td><td>{}</td>", html_text(input.first),
        html_text(input.last), input.known_at == kAlwaysKnown ? "\u2013" : short_day(input.known_at),
        html_text(input.grade));
    put("<td class=\"hash\" title=\"{}\">{}</td></tr>\n", html_text(input.sha256),
        html_text(input.sha256.substr(0, kShownHashDigits)));
  }

  void add_recompute() {
    put("<div class=\"recompute\">\n<h3>Recompute this note</h3>\n<pre><code>rerate run {} --as-of "
        "{}</code></pre>\n",
        html_text(shell_word(results_.study_file)), to_string(results_.as_of));
    put("<dl class=\"facts\">\n<dt>Rerate</dt><dd>version {}</dd>\n<dt>Seed</dt><dd>{}</dd>\n<dt>Study "
        "SHA-256</dt><dd class=\"hash\">{}</dd>\n<dt>Figures</dt><dd>results.json, beside this page, holds "
        "every number "
        "in full.</dd>\n</dl>\n</div>\n",
        html_text(results_.rerate_version), results_.seed, html_text(results_.study_sha256));
  }

  void add_data() {
    put("<script type=\"application/json\" id=\"dark-colours\">{}</script>\n", dark_colour_map());
    for (std::size_t i = 0; i < charts_.size(); ++i) {
      const std::string specification = vega_chart(*charts_[i].second);
      if (i == 0)
        put("<script type=\"application/json\" id=\"look-of-charts\">{}</script>\n",
            script_safe(page_look(specification)));
      put("<script type=\"application/json\" id=\"{}\">{}</script>\n", charts_[i].first,
          script_safe(page_chart(specification)));
    }
    page_ += "<script>";
    page_ += note_script();
    page_ += "</script>\n";
  }

  const Results& results_;
  std::vector<std::string> anchors_;
  std::vector<std::pair<std::string, const Chart*>> charts_;
  int exhibits_ = 0;
  std::string page_;
};

}  // namespace

std::string note_html(const Results& results) { return Note(results).html(); }

}  // namespace rerate
